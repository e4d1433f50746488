/** Classes with handler methods that beans of another package inherit. */
package dev.foliot.autoconfigure.above;
