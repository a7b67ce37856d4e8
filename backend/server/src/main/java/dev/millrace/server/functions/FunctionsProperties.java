package dev.millrace.server.functions;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param inProcess whether jars may be uploaded though Flink runs inside this process, where their code can do all that the application can */
@ConfigurationProperties("millrace.functions")
record FunctionsProperties(@DefaultValue("false") boolean inProcess) {}
