import Synchronization
import Testing

@testable import Gateway

/// How many look at a time, and how long anybody waits.
@Suite struct SharedLookTests {
    @Test func `who asks while a look is under way shares it, and waits no longer than told`()
        async
    {
        let begun = Atomic(0)
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        let look = SharedLook {
            let number = begun.wrappingAdd(1, ordering: .relaxed).newValue
            for await _ in gate {}
            return number
        }
        for _ in 0..<3 { #expect(await look.finding(within: .milliseconds(1)) == nil) }
        #expect(begun.load(ordering: .relaxed) == 1)
        async let late = look.finding(within: .seconds(60))
        opening.finish()
        #expect(await late != nil)
        #expect(await look.finding(within: .seconds(60)) != nil)
        #expect(begun.load(ordering: .relaxed) >= 2)
    }
}
