'use strict';
// A service that calls WeChat with one of Node's SDKs, as its users would write it: what differs from a service that
// calls the vendor itself is the address and the secret, and stands in `sdks` below.
//
//   node caller.js SDK BASE APPID OPENID      the key is in LINGPAI_KEY
//
// Reads commands, a line each, and answers each with a line of JSON: `burst 50` makes that many calls at once; `work`
// begins calling without a pause, four at a time; `stop` ends that. The answer counts calls and tells failures in full.

const [, , sdk, base, appid, openid] = process.argv;
const key = process.env.LINGPAI_KEY;

const sdks = {
  'co-wechat-api'() {
    const API = require('co-wechat-api');
    const api = new API(appid, key);
    api.prefix = base + '/cgi-bin/';
    api.snsPrefix = base + '/sns/';
    api.wxaPrefix = base + '/wxa/';
    return {
      user: () => api.getUser(openid),
      send: () => api.sendText(openid, '你好'),
      ticket: () => api.getTicket('jsapi'),
      answersWithTicket: (answer) => answer.ticket,
    };
  },

  'wechat-api'() {
    const API = require('wechat-api');
    const api = new API(appid, key);
    api.endpoint = base;
    const promised = (name, ...given) =>
      new Promise((done, fail) => api[name](...given, (error, answer) => (error ? fail(error) : done(answer))));
    return {
      user: () => promised('getUser', openid),
      send: () => promised('sendText', openid, '你好'),
      ticket: () => promised('getTicket', 'jsapi'),
      answersWithTicket: (answer) => answer.ticket,
    };
  },

  'node-easywechat'() {
    const { OfficialAccount } = require('node-easywechat');
    const app = new OfficialAccount({
      app_id: appid,
      secret: key,
      use_stable_access_token: true,
      http: { baseURL: base + '/' },
    });
    const client = app.getClient();
    return {
      user: async () => (await client.get('/cgi-bin/user/info', { params: { openid } })).toObject(),
      send: async () =>
        (
          await client.post('/cgi-bin/message/custom/send', {
            json: { touser: openid, msgtype: 'text', text: { content: '你好' } },
          })
        ).toObject(),
      ticket: () => app.getTicket().getTicket(),
      answersWithTicket: (answer) => answer,
    };
  },
};

const service = sdks[sdk]();
let told = { calls: 0, failed: [] };

async function call(what, succeeded) {
  told.calls++;
  try {
    const answer = await service[what]();
    if (!succeeded(answer)) {
      told.failed.push(what + ': ' + JSON.stringify(answer));
    }
  } catch (error) {
    told.failed.push(what + ': ' + error);
  }
}

async function round() {
  await call('user', (answer) => answer.openid === openid && answer.subscribe === 1);
  await call('send', (answer) => answer.errcode === 0);
}

let working = false;
let workers = [];

async function worker() {
  while (working) {
    await round();
  }
}

async function run(command, count) {
  switch (command) {
    case 'burst':
      await Promise.all(Array.from({ length: Number(count) }, () => call('user', (answer) => answer.openid === openid)));
      await call('ticket', (answer) => !!service.answersWithTicket(answer));
      return tell();
    case 'work':
      working = true;
      workers = [worker(), worker(), worker(), worker()];
      return tell();
    case 'stop':
      working = false;
      await Promise.all(workers);
      return tell();
    default:
      throw new Error('unknown command ' + command);
  }
}

function tell() {
  console.log(JSON.stringify(told));
  told = { calls: 0, failed: [] };
}

// Console lines of an SDK's own would look like answers.
console.info = console.warn = console.error;

require('readline')
  .createInterface({ input: process.stdin })
  .on('line', (line) => run(...line.split(' ')))
  .on('close', () => process.exit(0));
