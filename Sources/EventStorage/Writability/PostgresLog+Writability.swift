import PostgreSQL

extension PostgresLog {
    /// Why the newest append was refused, where that is the store's doing; asks nobody.
    package var writeRefusal: WriteRefusal? { writeHealth.refusal }

    /// Why appends would be refused now.
    ///
    /// While a refusal stands, a small write is tried: a service that gets no commands because it
    /// says that it cannot write would never learn that it can.
    ///
    /// - Parameter timeout: Of each question.
    /// - Throws: `PostgresFailure` where it cannot be known.
    package func currentWriteRefusal(timeout: Duration) async throws -> WriteRefusal? {
        let trial = WriteTrial(through: writers, timeout: timeout)
        if try await trial.isReadOnly() {
            writeHealth.refused(.readOnly)
        } else if writeHealth.refusal != nil {
            if let refusal = try await trial.refusal() {
                writeHealth.refused(refusal)
            } else {
                writeHealth.succeeded()
            }
        }
        return writeHealth.refusal
    }
}
