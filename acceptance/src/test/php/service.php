<?php

// A service that uses WeChat with EasyWeChat 6 and keeps its cache in Redis, as its users would write it. Where
// EasyWeChat is not given, what it does with its cache is done here with that cache itself, which is Symfony's.
//
//   php service.php PORT DATABASE NAMESPACE BASE     of Redis (0 for none), and of the vendor or what stands for it
//   php service.php                                  whether it can work here
//
// The secret is in LINGPAI_KEY; EASYWECHAT names a folder with EasyWeChat, what it needs, and an autoload.php. Reads
// commands, a line each, and answers each with a line of JSON, {"value": …} or {"failed": …}.

declare(strict_types=1);

use EasyWeChat\MiniApp\Application as MiniProgram;
use EasyWeChat\OfficialAccount\Application as OfficialAccount;
use Psr\SimpleCache\CacheInterface;
use Symfony\Component\Cache\Adapter\ArrayAdapter;
use Symfony\Component\Cache\Adapter\RedisAdapter;
use Symfony\Component\Cache\Psr16Cache;

$given = getenv('EASYWECHAT');
if ($given) {
    require is_file("$given/autoload.php") ? "$given/autoload.php" : "$given/vendor/autoload.php";
} else {
    // As Debian has them.
    foreach (['Psr/SimpleCache', 'Symfony/Component/Cache'] as $library) {
        if (!stream_resolve_include_path("$library/autoload.php")) {
            exit("no $library\n");
        }
        require "$library/autoload.php";
    }
}
if (!class_exists(Redis::class)) {
    exit("no extension redis\n");
}
if ($argc === 1) {
    exit("here\n");
}

/** EasyWeChat itself. */
final class EasyWechat
{
    public function __construct(private CacheInterface $cache, private string $base, private string $secret) {}

    private function app(string $sort, string $appid, bool $stable): OfficialAccount|MiniProgram
    {
        $sorts = ['official_account' => OfficialAccount::class, 'mini_app' => MiniProgram::class];
        $app = new $sorts[$sort]([
            'app_id' => $appid,
            'secret' => $this->secret,
            'use_stable_access_token' => $stable,
            'http' => ['base_uri' => $this->base],
        ]);
        $app->setCache($this->cache);
        return $app;
    }

    public function token(string $sort, string $appid, string $stable): string
    {
        return $this->app($sort, $appid, (bool) $stable)->getAccessToken()->getToken();
    }

    public function ticket(string $appid): string
    {
        return $this->app('official_account', $appid, false)->getTicket()->getTicket();
    }

    public function signature(string $appid, string $url): string
    {
        return $this->app('official_account', $appid, false)->getUtils()->buildJsSdkConfig($url)['signature'];
    }

    public function user(string $appid, string $openid): string
    {
        $client = $this->app('official_account', $appid, false)->getClient();
        return $client->get('/cgi-bin/user/info', ['openid' => $openid])->toArray()['openid'];
    }

    public function send(string $appid, string $openid): int
    {
        $client = $this->app('official_account', $appid, false)->getClient();
        $message = ['touser' => $openid, 'msgtype' => 'text', 'text' => ['content' => '你好']];
        return $client->postJson('/cgi-bin/message/custom/send', $message)->toArray()['errcode'];
    }

    public function session(string $appid, string $code): string
    {
        return $this->app('mini_app', $appid, false)->getUtils()->codeToSession($code)['openid'];
    }
}

/** What EasyWeChat does with its cache. */
final class CacheAlone
{
    public function __construct(private CacheInterface $cache, private string $base, private string $secret) {}

    public function token(string $sort, string $appid, string $stable): string
    {
        $query = ['grant_type' => 'client_credential', 'appid' => $appid, 'secret' => $this->secret];
        return $this->cached("$sort.access_token.$appid.$this->secret.$stable", 'access_token', 'token', $query);
    }

    public function ticket(string $appid): string
    {
        $query = ['type' => 'jsapi', 'access_token' => $this->token('official_account', $appid, '0')];
        return $this->cached("official_account.jsapi_ticket.$appid", 'ticket', 'ticket/getticket', $query);
    }

    private function cached(string $key, string $field, string $path, array $query): string
    {
        $value = $this->cache->get($key);
        if ($value && is_string($value)) {
            return $value;
        }
        $answer = json_decode(file_get_contents("{$this->base}cgi-bin/$path?" . http_build_query($query)), true);
        if (empty($answer[$field])) {
            throw new RuntimeException(json_encode($answer));
        }
        $this->cache->set($key, $answer[$field], $answer['expires_in']);
        return $answer[$field];
    }
}

[, $port, $database, $namespace, $base] = $argv;
$adapter = new ArrayAdapter();
if ($port !== '0') {
    $redis = new Redis();
    $redis->connect('127.0.0.1', (int) $port);
    $redis->select((int) $database);
    $adapter = new RedisAdapter($redis, $namespace);
}
$sort = $given ? EasyWechat::class : CacheAlone::class;
$service = new $sort(new Psr16Cache($adapter), $base, getenv('LINGPAI_KEY'));

while (($line = fgets(STDIN)) !== false) {
    $words = explode(' ', trim($line));
    try {
        $answer = ['value' => $service->{array_shift($words)}(...$words)];
    } catch (Throwable $e) {
        $answer = ['failed' => get_class($e) . ': ' . $e->getMessage()];
    }
    echo json_encode($answer), "\n";
}
