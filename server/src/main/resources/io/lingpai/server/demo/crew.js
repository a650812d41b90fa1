import { at, backend, clear, facts, inside, on, phone, refused, say, step, time } from './demo.js';

// Stands in for DingTalk's own dd: what the page's code calls.
const dd = {
  requestAuthCode: () => phone('crew/code', { userid: at('person').value }),
  config: (config) => phone('crew/config', { ...config, page: location.href }),
};

on('door', async () => {
  clear();
  const { code } = await dd.requestAuthCode();
  step(say('actor.phone'), 'dd.requestAuthCode()', undefined, { code });
  const told = await backend('crew/login', { auth_code: code, url: location.href });
  if (told.status >= 300) {
    refused(told);
    return;
  }
  const { employee, department, top_department: top, company, config } = told.answered;
  const checked = await dd.config(config);
  step(say('actor.phone'), 'dd.config()', { ...config, jsApiList: ['biz.contact.choose'] }, checked);
  inside(employee.name, company);
  facts(at('facts'), [
    ['userid', employee.userid],
    [say('position'), employee.position],
    [say('department'), department?.name],
    [say('top-department'), top?.name],
    [say('session'), told.answered.session],
    [say('until'), time(told.answered.session_expires_at)],
    ['dd.config', checked.says],
  ]);
});

on('me', async () => {
  clear();
  await backend('crew/me');
});

on('logout', async () => {
  clear();
  await backend('crew/logout');
  await backend('crew/me');
  inside();
});
