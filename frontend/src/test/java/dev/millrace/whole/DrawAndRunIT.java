package dev.millrace.whole;

import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import org.junit.jupiter.api.Test;

/** The main job, by mouse and keyboard alone, on the application as people start it. */
@InBrowser
class DrawAndRunIT {
    @Test
    void aPersonDrawsAPipelineAndFindsTheKnownAnswerInTheTopic(Browser browser, RunningApplication application) {
        FlightsJourney.drawAndRun(browser, new Cases(application.kafka()));
    }
}
