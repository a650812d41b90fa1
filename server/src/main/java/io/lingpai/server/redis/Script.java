package io.lingpai.server.redis;

/**
 * Compares one credential's entries with what stands in Redis, and writes what differs.
 *
 * <p>KEYS: our note, then the entries. ARGV: when the value came, in milliseconds; its life; the
 * time now; then for each entry its form, its value and the time a hash says it ends. The note
 * holds when the value that was published last came, so that a node that is behind never undoes one
 * ahead. A note of something else, or of a time still to come, is nobody's.
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
      for i = 2, #KEYS do
        local form, value, ends = ARGV[3 * i - 2], ARGV[3 * i - 1], ARGV[3 * i]
        local found = redis.call('TYPE', KEYS[i]).ok
        local there = false
        if found == form then
          if form == 'hash' then
            there = redis.call('HGET', KEYS[i], 'value')
          else
            there = redis.call('GET', KEYS[i])
          end
        end
        local same = there == value
        local drift = redis.call('PTTL', KEYS[i]) - life
        if not same or drift > 5000 or drift < -5000 then
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
