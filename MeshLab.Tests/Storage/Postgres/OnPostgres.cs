using MeshLab.Tests.Access;
using MeshLab.Tests.Audit;
using MeshLab.Tests.Costs;
using MeshLab.Tests.Decisions;
using MeshLab.Tests.Experiments;
using MeshLab.Tests.Measurements;
using MeshLab.Tests.Measurements.Queries;
using MeshLab.Tests.Measurements.Store;
using MeshLab.Tests.Roadmap;
using MeshLab.Tests.Runs;
using MeshLab.Tests.Runs.Journal;
using Xunit;

namespace MeshLab.Tests.Storage.Postgres;

// Tests of what lies in the database, run again on PostgreSQL. With MESHLAB_TEST_DATABASE=postgres, all others do as well.
public sealed class PostgresRunHost : RunHost
{
    public PostgresRunHost() => OnPostgres = true;
}

public sealed class PostgresExperimentHost : ExperimentHost
{
    public PostgresExperimentHost() => OnPostgres = true;
}

public sealed class PostgresMeasurementServiceTests : MeasurementServiceTests
{
    public PostgresMeasurementServiceTests() => TestDatabase.UsePostgres();
}

public sealed class PostgresUsageStoreTests : UsageStoreTests
{
    public PostgresUsageStoreTests() => TestDatabase.UsePostgres();
}

public sealed class PostgresWindowReaderTests : WindowReaderTests
{
    public PostgresWindowReaderTests() => TestDatabase.UsePostgres();
}

public sealed class PostgresPriceBooksTests : PriceBooksTests
{
    public PostgresPriceBooksTests() => TestDatabase.UsePostgres();
}

public sealed class PostgresRoadmapServiceTests : RoadmapServiceTests
{
    public PostgresRoadmapServiceTests() => TestDatabase.UsePostgres();
}

public sealed class PostgresMarkVerifiedTests : MarkVerifiedTests
{
    public PostgresMarkVerifiedTests() => TestDatabase.UsePostgres();
}

public sealed class PostgresRunLogWriterTests : RunLogWriterTests
{
    public PostgresRunLogWriterTests() => TestDatabase.UsePostgres();
}

public sealed class PostgresClusterLeasesTests : ClusterLeasesTests
{
    public PostgresClusterLeasesTests() => TestDatabase.UsePostgres();
}

public sealed class PostgresDecisionStoreTests : DecisionStoreTests
{
    public PostgresDecisionStoreTests() => TestDatabase.UsePostgres();
}

public sealed class PostgresResumeTests(PostgresRunHost host) : ResumeTests(host), IClassFixture<PostgresRunHost>;

public sealed class PostgresStandingDeployTests(PostgresRunHost host) : StandingDeployTests(host), IClassFixture<PostgresRunHost>;

public sealed class PostgresExperimentRestartTests(PostgresExperimentHost host) : ExperimentRestartTests(host), IClassFixture<PostgresExperimentHost>;

public sealed class PostgresAuditTests(PostgresRunHost host) : AuditTests(host), IClassFixture<PostgresRunHost>;

public sealed class PostgresUserAccountsTests : UserAccountsTests
{
    public PostgresUserAccountsTests() => TestDatabase.UsePostgres();
}

public sealed class PostgresLoginsTests : LoginsTests
{
    public PostgresLoginsTests() => TestDatabase.UsePostgres();
}

public sealed class PostgresSameInBothTests : SameInBothTests
{
    public PostgresSameInBothTests() => TestDatabase.UsePostgres();
}
