/**
 * What is done for every message or event, measured alone by JMH, each beside the same by hand:
 * {@link dev.foliot.benchmarks.hotpath.HotPaths}.
 */
@NullMarked
package dev.foliot.benchmarks.hotpath;

import org.jspecify.annotations.NullMarked;
