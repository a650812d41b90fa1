import { at, backend, clear, facts, inside, on, phone, refused, say, step, time } from './demo.js';

// Stands in for WeChat's own wx: what the mini program's code calls.
const wx = {
  login: () => phone('mini/login', { openid: at('person').value }),
  getUserProfile: (lie) => phone('mini/profile', { openid: at('person').value, lie }),
  getPhoneNumber: () => phone('mini/phone', { openid: at('person').value }),
};

let sentLast;

async function logIn(request) {
  const before = await phone('mini/asked');
  const told = await backend('mini/login', request);
  const after = await phone('mini/asked');
  step(say('actor.vendor'), say('asked') + ' ' + (after.times - before.times));
  if (told.status >= 300) {
    inside();
    refused(told);
    return;
  }
  const { member, new_member: isNew, session, session_expires_at: until } = told.answered;
  inside(member.nickname, isNew ? say('member.new') : say('member.back'));
  facts(at('facts'), [
    ['openid', member.openid],
    ['unionid', member.unionid],
    [say('logins'), member.login_count],
    [say('session'), session],
    [say('until'), time(until)],
  ]);
}

on('door', async () => {
  clear();
  const request = await wx.login();
  step(say('actor.phone'), 'wx.login()', undefined, { ...request });
  const sends = at('sends').value;
  if (sends !== 'code') {
    const profile = await wx.getUserProfile(sends);
    step(say('actor.phone'), 'wx.getUserProfile()', undefined, profile);
    Object.assign(request, profile);
  }
  sentLast = request;
  await logIn(request);
  at('again').disabled = false;
});

on('again', async () => {
  clear();
  await logIn(sentLast);
});

on('me', async () => {
  clear();
  await backend('mini/me');
});

on('number', async () => {
  clear();
  const shared = await wx.getPhoneNumber();
  step(say('actor.phone'), 'getPhoneNumber', undefined, shared);
  const told = await backend('mini/phone', shared);
  if (told.status >= 300) refused(told);
});

on('logout', async () => {
  clear();
  await backend('mini/logout');
  await backend('mini/me');
  inside();
});
