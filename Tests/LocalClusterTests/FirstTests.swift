import LocalCluster
import Testing
@Test func `first`() async throws {}
