package dev.foliot.rebuild;

import org.springframework.test.context.TestPropertySource;

/** The same with projectors that run in the transactions that raise their events. */
@TestPropertySource(properties = "foliot.event-processing=sync")
class SyncCompareRebuildIntegrationTests extends CompareRebuildIntegrationTests {}
