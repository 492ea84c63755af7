import Testing

/// What can be told from the file alone; that it is a Compose file at all, CI checks with the
/// specification's own schema.
@Suite("docker-compose.yml") struct ComposeFileTests {
    @Test(arguments: Compose.secrets.keys.sorted())
    func `a secret that is not set is asked for, and none has a default`(name: String) throws {
        var variables = Compose.secrets
        variables[name] = nil
        let missing = #expect(throws: Compose.MissingVariable.self) { try Compose(variables) }
        #expect(missing?.name == name)
        #expect(missing?.message.hasPrefix("set it to ") == true)
    }

    @Test func `each part waits for the health of what it rests on`() throws {
        let compose = try Compose(Compose.secrets)
        let service = try compose.service("service")
        #expect(service.depends_on?["database"]?.condition == "service_healthy")
        #expect(service.depends_on?["migrate"]?.condition == "service_completed_successfully")
        let gateway = try compose.service("gateway")
        #expect(gateway.depends_on?["service"]?.condition == "service_healthy")
        for name in ["database", "service", "gateway"] {
            let test = try compose.service(name).healthcheck?.test
            #expect(test?.isEmpty == false, "\(name) has a health check")
        }
    }

    @Test func `only the gateway is reached from outside, and only from this machine`() throws {
        let compose = try Compose(Compose.secrets)
        for (name, service) in compose.file.services where name != "gateway" {
            #expect(service.ports == nil, "\(name) publishes nothing")
        }
        #expect(try compose.service("gateway").ports == ["127.0.0.1:8080:80"])
    }

    @Test func `the image runs as an ordinary user`() throws {
        let steps = try Compose(Compose.secrets).service("service").build?.dockerfile_inline ?? ""
        let user = steps.split(separator: "\n").last { $0.hasPrefix("USER ") }
        #expect(user == "USER clubs")
        #expect(steps.contains("useradd --system"))
    }
}
