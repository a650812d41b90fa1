'use strict';
// A service that uses WeChat with node-easywechat and keeps its cache in Redis, with the class that its README has.
//
//   node service.js PORT DATABASE PREFIX BASE      of Redis, and of the vendor or what stands for it
//
// The secret is in LINGPAI_KEY. Reads commands, a line each, and answers each with a line of JSON, {"value": …} or
// {"failed": …}.

const { CacheInterface, MiniApp, OfficialAccount } = require('node-easywechat');
const Redis = require('ioredis');

const [, , port, db, keyPrefix, baseURL] = process.argv;

class RedisCache extends CacheInterface {
  redis = new Redis({ port: Number(port), db: Number(db), keyPrefix });

  async get(id) {
    return this.redis.get(id);
  }

  async has(id) {
    return (await this.redis.exists(id)) > 0;
  }

  async set(id, data = null, lifeTime = 0) {
    await (lifeTime ? this.redis.set(id, data, 'EX', lifeTime) : this.redis.set(id, data));
    return true;
  }

  async delete(id) {
    await this.redis.del(id);
    return true;
  }
}

const cache = new RedisCache();

function app(sort, appid, stable) {
  const sorts = { official_account: OfficialAccount, mini_app: MiniApp };
  const made = new sorts[sort]({
    app_id: appid,
    secret: process.env.LINGPAI_KEY,
    use_stable_access_token: stable === '1',
    http: { baseURL },
  });
  made.setCache(cache);
  return made;
}

const service = {
  token: (sort, appid, stable) => app(sort, appid, stable).getAccessToken().getToken(),
  ticket: (appid) => app('official_account', appid).getTicket().getTicket(),
};

// Console lines of the library's own would look like answers.
const answer = console.log;
console.log = console.info = console.warn = console.error;

require('readline')
  .createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [command, ...words] = line.split(' ');
    service[command](...words)
      .then((value) => answer(JSON.stringify({ value })))
      .catch((failure) => answer(JSON.stringify({ failed: String(failure) })));
  })
  .on('close', () => process.exit(0));
