package dev.millrace.server.security;

import dev.millrace.server.MillraceProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** Who may do what outside the pages: the REST interface and numbers for Prometheus by token, health by anybody, nothing else. The pages have their own chain. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    @Bean PasswordEncoder passwordEncoder() {
        return new BCryptPasswordEncoder();
    }

    @Bean UserStore users(JdbcClient jdbc, PasswordEncoder passwords) {
        return new UserStore(jdbc, passwords);
    }

    @Bean TokenStore apiTokens(JdbcClient jdbc) {
        return new TokenStore(jdbc);
    }

    @Bean FirstAdministrator firstAdministrator(UserStore users, MillraceProperties millrace) {
        return new FirstAdministrator(users, millrace);
    }

    /** A password opens only the way to a token; everything else needs one. Without a session there is nothing to forge requests with. */
    @Bean @Order(1) SecurityFilterChain tokenCreationChain(HttpSecurity http, TokenStore tokens) throws Exception {
        http.securityMatcher(PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/api/v1/tokens"));
        return stateless(http).httpBasic(basic -> basic.authenticationEntryPoint((request, response, e) -> unauthorized(request, response)))
                .addFilterBefore(new TokenFilter(tokens), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated()).build();
    }

    @Bean @Order(2) SecurityFilterChain apiChain(HttpSecurity http, TokenStore tokens) throws Exception {
        http.securityMatcher("/api/**");
        return stateless(http).addFilterBefore(new TokenFilter(tokens), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated()).build();
    }

    /** Health is told to anybody, since it says nothing but what answers; numbers name pipelines, so they need a token as REST does. */
    @Bean @Order(3) SecurityFilterChain actuatorChain(HttpSecurity http, TokenStore tokens) throws Exception {
        http.securityMatcher("/actuator/**");
        return stateless(http).addFilterBefore(new TokenFilter(tokens), AuthorizationFilter.class).authorizeHttpRequests(requests -> requests
                .requestMatchers("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness").permitAll()
                .requestMatchers("/actuator/prometheus").authenticated().anyRequest().denyAll()).build();
    }

    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(Customizer.withDefaults())
                .exceptionHandling(failures -> failures
                        .authenticationEntryPoint((request, response, e) -> unauthorized(request, response))
                        .accessDeniedHandler((request, response, e) -> problem(response, 403, "Forbidden",
                                "You may not do this")));
    }

    private static void unauthorized(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer");
        problem(response, 401, "Unauthorized", "Send a token as 'Authorization: Bearer …'. One is made at POST /api/v1/tokens with user and"
                + " password, or on the page Administration");
    }

    private static void problem(HttpServletResponse response, int status, String title, String detail) throws IOException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write("{\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}");
    }
}
