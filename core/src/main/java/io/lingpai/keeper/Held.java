package io.lingpai.keeper;

import io.lingpai.store.Claim;

/**
 * A claim of ours.
 *
 * @param mark this node's clocks before the claim was asked for, so that what has passed of the
 *     lease is never reckoned too short
 */
record Held(Claim claim, Timeline.Mark mark) {}
