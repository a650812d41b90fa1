package io.lingpai.architecture.offender.wechat;

import io.lingpai.architecture.offender.jdbc.SomeStore;

public record KnowsAStore(SomeStore store) {}
