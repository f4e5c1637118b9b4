import { css } from 'lit';

/**
 * Two complete sets of colours, switched by the `darkMode` property and never mixed with the host's: a dark text of the desktop on a
 * light ground of ours could not be read. Only the typeface is the host's.
 */
export const tokens = css`
  .frame {
    --sd-font: var(
      --mds-font-family-default,
      var(--brand-font-regular, Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif)
    );
    --sd-ground: #ffffff;
    --sd-surface: #f7f7f7;
    --sd-hover: #ededed;
    --sd-text: #1a1a1a;
    --sd-text-weak: #595959;
    --sd-line: #dedede;
    --sd-border: #808080;
    --sd-accent: #0f62b8;
    --sd-accent-hover: #0353a8;
    --sd-on-accent: #ffffff;
    --sd-accent-weak: #e5f0fb;
    --sd-focus: #1170cf;
    --sd-error: #ab0a15;
    --sd-error-weak: #fdeeef;
    --sd-warning: #7d4705;
    --sd-warning-weak: #fff3de;
    --sd-success: #185e46;
    --sd-success-weak: #e6f5ee;
    --sd-info: #0353a8;
    --sd-info-weak: #e5f0fb;
    --sd-shadow: 0 -2px 8px rgb(0 0 0 / 10%);
    color-scheme: light;
  }

  .frame.dark {
    --sd-ground: #121212;
    --sd-surface: #1d1d1d;
    --sd-hover: #2b2b2b;
    --sd-text: #f2f2f2;
    --sd-text-weak: #b5b5b5;
    --sd-line: #383838;
    --sd-border: #8a8a8a;
    --sd-accent: #64b4fa;
    --sd-accent-hover: #93cbfc;
    --sd-on-accent: #08131f;
    --sd-accent-weak: #10304d;
    --sd-focus: #64b4fa;
    --sd-error: #fc8b98;
    --sd-error-weak: #3b1519;
    --sd-warning: #f5a524;
    --sd-warning-weak: #33240a;
    --sd-success: #3cc29a;
    --sd-success-weak: #0e2c22;
    --sd-info: #64b4fa;
    --sd-info-weak: #10304d;
    --sd-shadow: 0 -2px 8px rgb(0 0 0 / 60%);
    color-scheme: dark;
  }
`;
