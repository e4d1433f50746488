/** An application that declares no message, no aggregate and no handler. */
package dev.foliot.test.nothing;
