/**
 * Tests of an application built with Foliot, at three levels. No test waits in real time. Level 1
 * is plain objects: {@link dev.foliot.test.AggregateScenario}. Level 2, {@link
 * dev.foliot.test.SyncFlowTest}, is the whole chain in the caller's thread; {@link
 * dev.foliot.test.Flow} has its story. Level 3, {@link dev.foliot.test.EngineTest}, is the real
 * engine in counted cycles on a {@link dev.foliot.test.TestClock}. {@link
 * dev.foliot.test.FoliotAssertions} serves all three; open it first.
 */
@NullMarked
package dev.foliot.test;

import org.jspecify.annotations.NullMarked;
