package io.lingpai.usage;

/**
 * What a vendor says of one call's quota today.
 *
 * @param used as the vendor counts, whoever called
 */
public record Quota(long dailyLimit, long used, long remaining) {}
