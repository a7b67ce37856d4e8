package dev.millrace.ui.shell;

import static com.vaadin.flow.spring.security.VaadinSecurityConfigurer.vaadin;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/** Pages need a session; whoever has none is led to the sign-in. The REST interface has a chain of its own, asked before this one. */
@Configuration(proxyBeanMethods = false)
class PageSecurity {
    @Bean
    @Order(10)
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/millrace.css", "/favicon.svg").permitAll())
                .with(vaadin(), pages -> pages.loginView(LoginView.class)
                        // Views guard themselves; an address without a view must reach the page that says so.
                        .anyRequest(AuthorizeHttpRequestsConfigurer.AuthorizedUrl::authenticated)).build();
    }
}
