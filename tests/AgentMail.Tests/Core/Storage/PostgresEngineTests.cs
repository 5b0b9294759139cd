using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AgentMail.Tests.Core.Storage;

public sealed class PostgresEngineTests
{
    private readonly PostgresEngine _engine = new("Host=nowhere.invalid");

    [Theory]
    [InlineData("53100", DatabaseFault.Full)]
    [InlineData("53000", DatabaseFault.Away)]
    [InlineData("53200", DatabaseFault.Away)]
    [InlineData("53300", DatabaseFault.Away)]
    [InlineData("57P01", DatabaseFault.Away)]
    [InlineData("57P02", DatabaseFault.Away)]
    [InlineData("57P03", DatabaseFault.Away)]
    [InlineData("25006", DatabaseFault.Away)]
    [InlineData("25P03", DatabaseFault.Away)]
    [InlineData("58030", DatabaseFault.Away)]
    [InlineData("40001", DatabaseFault.Conflict)]
    [InlineData("40P01", DatabaseFault.Conflict)]
    [InlineData("55P03", DatabaseFault.Conflict)]
    [InlineData("23505", DatabaseFault.Own)]
    [InlineData("42P01", DatabaseFault.Own)]
    public void Each_code_says_whether_waiting_helps(string state, DatabaseFault expected) =>
        Assert.Equal(expected, _engine.FaultOf(new DbUpdateException("saving", new PostgresException("?", "ERROR", "ERROR", state))));

    [Fact]
    public void A_lost_connection_is_an_outage_and_a_wrong_query_is_not()
    {
        Assert.Equal(DatabaseFault.Away, _engine.FaultOf(new NpgsqlException("lost", new IOException("reset"))));
        Assert.Equal(DatabaseFault.Away, _engine.FaultOf(new InvalidOperationException("Connection is not open") { Source = "Npgsql" }));
        Assert.Equal(DatabaseFault.Away, _engine.FaultOf(new ObjectDisposedException("NpgsqlTransaction") { Source = "Npgsql" }));
        Assert.Equal(DatabaseFault.Own, _engine.FaultOf(new InvalidOperationException("ours")));
    }

    [Theory]
    [InlineData("", 30, 100, 8, true)]
    [InlineData(";MaxPoolSize=80", 80, 100, 8, true)]
    [InlineData(";Maximum Pool Size=100;Max Auto Prepare=7", 100, 7, 8, true)]
    [InlineData(";Max Auto Prepare=0", 30, 0, 8, true)]
    [InlineData(";Timeout=15;TCP Keepalive=false", 30, 100, 15, false)]
    public void What_the_connection_string_leaves_open_has_defaults_and_what_it_says_stays(string said, int pool, int prepared, int timeout, bool keepAlive)
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresConnections.WithDefaults("Host=nowhere.invalid" + said));

        Assert.Equal((pool, prepared), (settings.MaxPoolSize, settings.MaxAutoPrepare));
        Assert.Equal((timeout, keepAlive), (settings.Timeout, settings.TcpKeepAlive));
    }
}
