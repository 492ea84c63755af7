import ArgumentParser
import EventSourcing
struct LocalSigner: Sendable {
    static func atHome() throws -> LocalSigner { LocalSigner() }
    func token(tenant: TenantID, person: PersonID) async throws -> String { "" }
}
struct TenantReference: ExpressibleByArgument {
    init(argument: String) {}
    func resolve() async throws -> TenantID { TenantID("0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10")! }
}
