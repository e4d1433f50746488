/**
 * The application that the README shows, so that it stays true. Open {@code
 * ReadmeIntegrationTests}.
 */
package dev.foliot.readme;
