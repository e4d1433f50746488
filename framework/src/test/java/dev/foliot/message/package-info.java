/** Tests of what messages have in common; open {@link dev.foliot.message.MessageJson} beside it. */
@NullMarked
package dev.foliot.message;

import org.jspecify.annotations.NullMarked;
