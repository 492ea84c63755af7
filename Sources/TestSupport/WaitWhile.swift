/// Returns when `condition` no longer holds.
///
/// It is asked again and again, and the processor is left to what it waits for.
///
/// - Throws: `CancellationError` where the test's time is over; what `condition` throws.
package func waitWhile(
    isolation: isolated (any Actor)? = #isolation, _ condition: () async throws -> Bool
) async throws {
    while try await condition() { try await Task.sleep(for: .milliseconds(1)) }
}
