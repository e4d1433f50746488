/**
 * The users of messages, for applications with Spring Security. Open {@link
 * dev.foliot.autoconfigure.security.FoliotSecurityAutoConfiguration} first.
 */
@NullMarked
package dev.foliot.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
