/** An application whose workflow is tested at every level by the same test bodies. */
@NullMarked
package dev.foliot.test.levels;

import org.jspecify.annotations.NullMarked;
