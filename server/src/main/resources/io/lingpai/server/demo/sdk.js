import { at, backend, clear, on, phone, refused, say, step } from './demo.js';

// Signing goes wrong where an address has more than letters in it, so this one has.
if (!location.search.includes('%')) {
  const chinese = location.search + (location.search ? '&' : '?') + 'from=' + encodeURIComponent('分享');
  history.replaceState(null, '', location.pathname + chinese + '#top');
}

function signed() {
  const page = location.href;
  switch (at('signs').value) {
    case 'decoded':
      return { page, url: decodeURIComponent(page) };
    case 'encoded':
      return { page, url: encodeURI(page) };
    case 'other':
      return { page, url: location.origin + '/mini' };
    default:
      return { page, url: page };
  }
}

on('door', async () => {
  clear();
  at('verdict').hidden = true;
  const { page, url } = signed();
  const told = await backend('shop/signature', { url });
  if (told.status >= 300) {
    refused(told);
    return;
  }
  const { timestamp, nonceStr, signature } = told.answered;
  const { says } = await phone('shop/config', { page, timestamp, nonceStr, signature });
  step(say('actor.phone'), 'wx.config()', { page, ...told.answered }, { says });
  at('verdict').textContent = says;
  at('verdict').className = says === 'config:ok' ? 'verdict good' : 'verdict bad';
  at('verdict').hidden = false;
  if (says !== 'config:ok') {
    await backend('shop/explanation', { url, timestamp, nonceStr, signature, page_url: page });
  }
});
