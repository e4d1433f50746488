/** Tests of personal data, with a small application of their own. */
package dev.foliot.personaldata;
