import { VaultError } from './admin-token/vault-error.ts';
import { DatabaseInUse } from './adapters/database/one-process.ts';
import { compose } from './compose.ts';
import { ConfigError, readConfig } from './config.ts';
import { openLog } from './log.ts';
import { outboundHosts } from './outbound-hosts.ts';

/** EX_CONFIG of sysexits.h. */
const configurationFault = 78;
/** Whoever stops us waits 10 s before he kills. What is cut off is in the journal. */
const longestFarewell = 9_500;

try {
  const config = readConfig(process.env);
  // Whatever is written, the database and its side files included, is for the owner's eyes only.
  process.umask(0o077);
  const log = openLog(config.logLevel);
  const skilldesk = await compose(config, log);

  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      log.error({ error }, 'a bug of Skilldesk: the process ends, and what is open is taken up by the next');
      process.exit(1);
    });
  }
  skilldesk.server.listen(config.port, config.host, () => {
    void skilldesk.start();
    log.info(
      {
        ...{ host: config.host, port: config.port, publicUrl: config.publicUrl, editPolicy: config.editPolicy },
        calls: outboundHosts(config).map(({ host, port }) => `${host}:${port}`),
      },
      'Skilldesk listens',
    );
  });
  skilldesk.server.on('error', (error) => {
    console.error(
      `Skilldesk cannot listen on ${config.host}:${config.port}: ${error.message}. Choose another PORT or HOST.`,
    );
    process.exit(1);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'Skilldesk stops');
      setTimeout(() => {
        log.warn('Webex or somebody’s connection took too long: what is under way is settled by the next process');
        process.exit(0);
      }, longestFarewell).unref();
      void skilldesk.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  if (error instanceof DatabaseInUse) {
    console.error(error.message);
    process.exit(1);
  }
  if (!(error instanceof ConfigError || error instanceof VaultError)) throw error;
  console.error(error.message);
  process.exit(configurationFault);
}
