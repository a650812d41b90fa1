package io.lingpai.server.redis;

/**
 * Compares one credential's entries with what stands in Redis, and writes what differs.
 *
 * <p>KEYS: our note, then the entries. ARGV: when the value came, in milliseconds; its life; the
 * time now; then for each entry its form, its value and the time a hash says it ends. The note
 * holds when the value that was published last came, so that a node that is behind never undoes one
 * ahead. A note of something else, or of a time still to come, is nobody's.
 *
 * <p>A hash says itself when its value ends. WxJava's {@code expireAccessToken} writes zero there,
 * so one that says it has ended is a value thrown away like one that is gone.
 */
final class Script {

  static final String TEXT =
      """
      local came, life, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
      local known = nil
      if redis.call('TYPE', KEYS[1]).ok == 'string' then
        known = tonumber(redis.call('GET', KEYS[1]))
      end
      if known and known > now + 60000 then
        known = nil
      end
      if known and known > came then
        return {-1, 0}
      end
      local wrote, missed = 0, 0
      local slack = life > 15000 and 5000 or 1000
      for i = 2, #KEYS do
        local form, value, ends = ARGV[3 * i - 2], ARGV[3 * i - 1], ARGV[3 * i]
        local found = redis.call('TYPE', KEYS[i]).ok
        local there, said = false, false
        if found == form then
          if form == 'hash' then
            there = redis.call('HGET', KEYS[i], 'value')
            said = tonumber(redis.call('HGET', KEYS[i], 'expire'))
          else
            there = redis.call('GET', KEYS[i])
          end
        end
        local same = there == value
        local drift = redis.call('PTTL', KEYS[i]) - life
        local off = drift > slack or drift < -slack
        if form == 'hash' and same then
          local ending = tonumber(ends)
          same = said ~= nil and said > ending - life
          off = off or said == nil or said > ending + slack or said < ending - slack
        end
        if not same or off then
          if not same and known == came and life > 10000 then
            missed = missed + 1
          end
          if found ~= form then
            redis.call('DEL', KEYS[i])
          end
          if form == 'hash' then
            redis.call('HSET', KEYS[i], 'value', value, 'expire', ends)
            redis.call('PEXPIRE', KEYS[i], life)
          else
            redis.call('SET', KEYS[i], value, 'PX', life)
          end
          wrote = wrote + 1
        end
      end
      if known ~= came or wrote > 0 then
        redis.call('SET', KEYS[1], ARGV[1], 'PX', life)
      end
      return {wrote, missed}
      """;

  private Script() {}
}
