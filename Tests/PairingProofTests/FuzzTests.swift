import PairingProof
import Testing

/// A part of what `Benchmarks fuzz` runs at full speed.
@Suite(.serialized) struct FuzzTests {
    @Test(arguments: Fuzzing.Target.allCases)
    func `no damaged input crashes, hangs or loses anybody`(target: Fuzzing.Target) throws {
        let tally = try Fuzzing(target).run(from: 1, inputs: 2_000)
        #expect(tally.accepted > 0)
        #expect(tally.refused > 0)
    }
}
