@org.jspecify.annotations.NullMarked
package dev.foliot.projection;
