/**
 * Whether an address is reached without the proxy, by a list as `NO_PROXY` has it. Read as VS Code reads it: a host
 * means those below it too, with or without a dot before it; a port may follow; an asterisk alone means all.
 */
export function bypass(list: string): (url: URL) => boolean {
  const entries = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  if (entries.includes('*')) return () => true;
  const rules = entries.map(entry => {
    const [, host = '', port] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    return { host, port };
  });
  return ({ hostname, port, protocol }) => {
    const actual = port || (protocol === 'https:' ? '443' : '80');
    return rules.some(
      rule => `.${hostname}`.endsWith(`.${rule.host}`) && (rule.port === undefined || rule.port === actual),
    );
  };
}
