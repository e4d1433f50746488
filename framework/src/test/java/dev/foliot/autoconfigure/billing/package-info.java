/** An application that has no JPA, validation, health or metrics: plain JDBC and events. */
@NullMarked
package dev.foliot.autoconfigure.billing;

import org.jspecify.annotations.NullMarked;
