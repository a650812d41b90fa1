package io.lingpai.architecture.offender.jdbc;

import io.lingpai.architecture.offender.dingtalk.SomePlatform;

public record KnowsAPlatform(SomePlatform platform) {}
