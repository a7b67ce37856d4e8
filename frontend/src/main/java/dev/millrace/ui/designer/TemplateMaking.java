package dev.millrace.ui.designer;

import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.templates.Expectations;
import dev.millrace.server.templates.Templates;
import dev.millrace.server.workspaces.Workspaces;
import org.springframework.stereotype.Component;

/** What making a template of a pipeline needs, for the page on which it is drawn. */
@Component
record TemplateMaking(Templates templates, Workspaces workspaces, Dashboards dashboards, Expectations expectations) {}
