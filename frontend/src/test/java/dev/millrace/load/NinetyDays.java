package dev.millrace.load;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.RunningApplication;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;

/** A deployment with three months behind it, as its page shows them. */
public final class NinetyDays {
    private final RunningApplication application;
    private final String deployment;

    public NinetyDays(RunningApplication application, String deployment) {
        this.application = application;
        this.deployment = deployment;
    }

    /** As many readings, minutes and hours as are kept after so long: each like the newest one. */
    public void fill() throws SQLException {
        fill("metric_raw", 1, "1 day", "5 seconds");
        fill("metric_minute", 7, "30 days", "1 minute");
        fill("metric_hour", 90, "90 days", "1 hour");
    }

    private void fill(String table, int days, String since, String step) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + application.setting("millrace.postgres.port") + "/postgres", "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute("select metric_partition('" + table + "', " + days + ", d) from generate_series(now() - interval '" + since + "', now(), interval '1 day') d");
            var others = new ArrayList<String>();
            try (var columns = statement.executeQuery("select column_name from information_schema.columns where table_name = 'metric_raw' order by ordinal_position offset 5")) {
                while (columns.next()) {
                    others.add(columns.getString(1));
                }
            }
            statement.execute("insert into " + table + " select deployment, t, t, 1, 5000, " + String.join(", ", others) + " from (select * from metric_raw where deployment = '" + deployment
                    + "' order by at desc limit 1) r, generate_series(date_trunc('hour', now() - interval '" + since + "'), now() - interval '1 minute', interval '" + step + "') t on conflict do nothing");
            statement.execute("analyze " + table);
        }
    }

    /** Opens the page, and then all ninety days. @return milliseconds from the click until all charts are drawn */
    public double openedWithin(Browser browser) {
        Page page = browser.open("/deployments/" + deployment);
        page.waitForFunction("(charts => charts.length > 8 && charts.every(c => c.querySelector('canvas')))([...document.querySelectorAll('millrace-time-chart')])");
        page.evaluate("""
                () => {
                  const charts = [...document.querySelectorAll('millrace-time-chart')];
                  let left = charts.length;
                  let clicked = 0;
                  document.addEventListener('click', () => { clicked = performance.now(); }, {capture: true});
                  window.ninetyDays = new Promise(done => charts.forEach(chart => {
                    const show = chart.show.bind(chart);
                    let drawn = false;
                    chart.show = json => {
                      show(json);
                      const {from, to} = JSON.parse(json);
                      if (to - from > 80 * 86400 && !drawn) {
                        drawn = true;
                        left--;
                        // The second frame begins when the first one has been drawn.
                        if (left === 0) requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - clicked)));
                      }
                    };
                  }));
                }""");
        page.locator("vaadin-select", new Page.LocatorOptions().setHasText("Last 5 minutes")).click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Last 90 days")).click();
        return ((Number) page.evaluate("window.ninetyDays")).doubleValue();
    }
}
