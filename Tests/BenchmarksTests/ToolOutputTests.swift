import Testing

@testable import Benchmarks

private let pgbench = """
    pgbench (15.18 (Debian 15.18-0+deb12u1))
    transaction type: /dev/shm/append-1.sql
    scaling factor: 1
    query mode: prepared
    number of clients: 64
    number of threads: 2
    maximum number of tries: 1
    duration: 4 s
    number of transactions actually processed: 67292
    number of failed transactions: 0 (0.000%)
    latency average = 3.804 ms
    initial connection time = 66.013 ms
    tps = 16823.000000 (without initial connection time)
    """

@Test func `pgbench's transactions and rate are read`() throws {
    let output = try PgbenchOutput(pgbench)
    #expect(output.transactions == 67292)
    #expect(output.perSecond == 16823)
    #expect(output.sample.operations == 67292)
    #expect(abs(output.sample.perSecond - 16823) < 0.001)
}

@Test(arguments: [
    "", "pgbench: error: connection failed",
    pgbench.replacing("failed transactions: 0", with: "failed transactions: 3"),
    pgbench.replacing("tps = 16823.000000", with: "tps = none"),
])
func `output without figures, or with failures, is refused`(output: String) {
    #expect(throws: PgbenchOutput.Unreadable.self) { try PgbenchOutput(output) }
}

private let wrk = """
    Running 4s test @ http://127.0.0.1:37725
      2 threads and 64 connections
      Thread Stats   Avg      Stdev     Max   +/- Stdev
        Latency     4.07ms    2.43ms  27.29ms   81.05%
        Req/Sec     8.23k     1.90k   10.34k    61.90%
      Latency Distribution
         50%    3.35ms
         75%    4.91ms
         90%    7.07ms
         99%    1.10s
      17240 requests in 1.10s, 11.87MB read
    Requests/sec:  15680.75
    Transfer/sec:     10.79MB
    """

@Test func `wrk's requests, rate and percentiles are read`() throws {
    let output = try WrkOutput(wrk)
    #expect(output.requests == 17240)
    #expect(output.perSecond == 15680.75)
    #expect(output.p50 == .milliseconds(3.35))
    #expect(output.p99 == .seconds(1.1))
    #expect(output.sample.percentile(99) == .seconds(1.1))
}

@Test(arguments: [
    "", wrk + "\n  Non-2xx or 3xx responses: 1",
    wrk + "\n  Socket errors: connect 0, read 1, write 0, timeout 0",
    wrk.replacing("Requests/sec:  15680.75", with: "Requests/sec:  0.00"),
])
func `a run in which not every answer was good is refused`(output: String) {
    #expect(throws: WrkOutput.Unusable.self) { try WrkOutput(output) }
}

@Test func `a run in which nothing was answered has no rate and no percentile`() throws {
    let output = try WrkOutput(
        wrk.replacing("17240 requests", with: "0 requests")
            .replacing("Requests/sec:  15680.75", with: "Requests/sec:  0.00"))
    #expect(output.sample.operations == 0)
    #expect(output.sample.perSecond == 0)
    #expect(output.sample.percentile(50) == nil)

    let transactions = try PgbenchOutput(
        "number of transactions actually processed: 0\nnumber of failed transactions: 0 (NaN%)")
    #expect(transactions.sample.operations == 0)
    #expect(transactions.sample.perSecond == 0)
}
