package dev.millrace.server.alerts;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of messages about alerts.
 *
 * @param address where people find the pages, such as https://millrace.example, for links in messages; empty: none are sent
 * @param mailFrom the address that mails come from
 */
@ConfigurationProperties("millrace.alerts")
record AlertProperties(@DefaultValue("") String address, @DefaultValue("millrace@localhost") String mailFrom) {}
