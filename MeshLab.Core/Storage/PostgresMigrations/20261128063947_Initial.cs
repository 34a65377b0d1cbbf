using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace MeshLab.Core.Storage.PostgresMigrations
{
    /// <summary>All tables as they were when MeshLab first ran on PostgreSQL, and the triggers that keep the audit log as it was written.</summary>
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    client = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    deed = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    clusters = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    detail = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dataprotectionkeys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendlyname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    xml = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dataprotectionkeys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "decisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    answers = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    savedat = table.Column<long>(type: "bigint", nullable: false),
                    savedby = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "experiments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    definition = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    requestedby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    startedat = table.Column<long>(type: "bigint", nullable: true),
                    finishedat = table.Column<long>(type: "bigint", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    simulated = table.Column<bool>(type: "boolean", nullable: false),
                    imported = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    cancelrequested = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_experiments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pricebooks",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    changedat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pricebooks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "processes",
                columns: table => new
                {
                    owner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    directory = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    startedatms = table.Column<long>(type: "bigint", nullable: false),
                    aliveuntilms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_processes", x => x.owner);
                });

            migrationBuilder.CreateTable(
                name: "processroles",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    owner = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_processroles", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "roadmapbatches",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    undoes = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roadmapbatches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    scenario = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    clusters = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    parameters = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    secretparameters = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    requestedby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    queuedat = table.Column<long>(type: "bigint", nullable: false),
                    startedat = table.Column<long>(type: "bigint", nullable: true),
                    finishedat = table.Column<long>(type: "bigint", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    waitsfor = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    simulated = table.Column<bool>(type: "boolean", nullable: false),
                    lastseq = table.Column<long>(type: "bigint", nullable: false),
                    cancelrequested = table.Column<bool>(type: "boolean", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    torndownby = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "samplingsettings",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    intervalms = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_samplingsettings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "usagegroups",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    cluster = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    origin = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    scope = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    node = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @class = table.Column<string>(name: "class", type: "text", nullable: false, collation: "C"),
                    mesh = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usagegroups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "usageminutesuntil",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    minute = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usageminutesuntil", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "usageseries",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    cluster = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    origin = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    scope = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    node = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @namespace = table.Column<string>(name: "namespace", type: "text", nullable: false, collation: "C"),
                    pod = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    poduid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    container = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @class = table.Column<string>(name: "class", type: "text", nullable: false, collation: "C"),
                    mesh = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    groupid = table.Column<int>(type: "integer", nullable: true),
                    firstat = table.Column<long>(type: "bigint", nullable: false),
                    lastat = table.Column<long>(type: "bigint", nullable: false),
                    cpurequestcores = table.Column<double>(type: "double precision", nullable: true),
                    memoryrequestbytes = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usageseries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "experimentstages",
                columns: table => new
                {
                    experimentid = table.Column<long>(type: "bigint", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    repetition = table.Column<int>(type: "integer", nullable: false),
                    variant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    deployrunid = table.Column<long>(type: "bigint", nullable: true),
                    teardownrunid = table.Column<long>(type: "bigint", nullable: true),
                    startedat = table.Column<long>(type: "bigint", nullable: true),
                    finishedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_experimentstages", x => new { x.experimentid, x.ordinal });
                    table.ForeignKey(
                        name: "fk_experimentstages_experiments_experimentid",
                        column: x => x.experimentid,
                        principalTable: "experiments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "experimenttrials",
                columns: table => new
                {
                    experimentid = table.Column<long>(type: "bigint", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    stage = table.Column<int>(type: "integer", nullable: false),
                    repetition = table.Column<int>(type: "integer", nullable: false),
                    variant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    level = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    startedat = table.Column<long>(type: "bigint", nullable: true),
                    clientpod = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    result = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    figures = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    error = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_experimenttrials", x => new { x.experimentid, x.ordinal });
                    table.ForeignKey(
                        name: "fk_experimenttrials_experiments_experimentid",
                        column: x => x.experimentid,
                        principalTable: "experiments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "roadmapstates",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    batchid = table.Column<long>(type: "bigint", nullable: false),
                    taskid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    done = table.Column<bool>(type: "boolean", nullable: true),
                    runid = table.Column<long>(type: "bigint", nullable: true),
                    simulated = table.Column<bool>(type: "boolean", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    who = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: true),
                    fileticked = table.Column<bool>(type: "boolean", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roadmapstates", x => x.id);
                    table.ForeignKey(
                        name: "fk_roadmapstates_roadmapbatches_batchid",
                        column: x => x.batchid,
                        principalTable: "roadmapbatches",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "clusterleases",
                columns: table => new
                {
                    cluster = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    runid = table.Column<long>(type: "bigint", nullable: false),
                    takenat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clusterleases", x => x.cluster);
                    table.ForeignKey(
                        name: "fk_clusterleases_runs_runid",
                        column: x => x.runid,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "evidence",
                columns: table => new
                {
                    runid = table.Column<long>(type: "bigint", nullable: false),
                    stepid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    held = table.Column<bool>(type: "boolean", nullable: false),
                    found = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    time = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evidence", x => new { x.runid, x.stepid, x.ordinal });
                    table.ForeignKey(
                        name: "fk_evidence_runs_runid",
                        column: x => x.runid,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "inventory",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    runid = table.Column<long>(type: "bigint", nullable: false),
                    stepid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    cluster = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    clusteruid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    apiversion = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @namespace = table.Column<string>(name: "namespace", type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    existed = table.Column<bool>(type: "boolean", nullable: false),
                    removedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inventory", x => x.id);
                    table.ForeignKey(
                        name: "fk_inventory_runs_runid",
                        column: x => x.runid,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "planitems",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    runid = table.Column<long>(type: "bigint", nullable: false),
                    stepid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    cluster = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    apiversion = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @namespace = table.Column<string>(name: "namespace", type: "text", nullable: true, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    change = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    fields = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_planitems", x => x.id);
                    table.ForeignKey(
                        name: "fk_planitems_runs_runid",
                        column: x => x.runid,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "runloglines",
                columns: table => new
                {
                    runid = table.Column<long>(type: "bigint", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    time = table.Column<long>(type: "bigint", nullable: false),
                    step = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    stream = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runloglines", x => new { x.runid, x.seq });
                    table.ForeignKey(
                        name: "fk_runloglines_runs_runid",
                        column: x => x.runid,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "runsteps",
                columns: table => new
                {
                    runid = table.Column<long>(type: "bigint", nullable: false),
                    stepid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    cluster = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    startedat = table.Column<long>(type: "bigint", nullable: true),
                    finishedat = table.Column<long>(type: "bigint", nullable: true),
                    waitsfor = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    error = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runsteps", x => new { x.runid, x.stepid });
                    table.ForeignKey(
                        name: "fk_runsteps_runs_runid",
                        column: x => x.runid,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "stepattempts",
                columns: table => new
                {
                    runid = table.Column<long>(type: "bigint", nullable: false),
                    stepid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    startedat = table.Column<long>(type: "bigint", nullable: false),
                    finishedat = table.Column<long>(type: "bigint", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    childprocessid = table.Column<int>(type: "integer", nullable: true),
                    childstartedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stepattempts", x => new { x.runid, x.stepid, x.number });
                    table.ForeignKey(
                        name: "fk_stepattempts_runs_runid",
                        column: x => x.runid,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "stepoutputs",
                columns: table => new
                {
                    runid = table.Column<long>(type: "bigint", nullable: false),
                    stepid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    secret = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stepoutputs", x => new { x.runid, x.stepid, x.name });
                    table.ForeignKey(
                        name: "fk_stepoutputs_runs_runid",
                        column: x => x.runid,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "verifiedtasks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    runid = table.Column<long>(type: "bigint", nullable: false),
                    taskids = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    evidence = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    simulated = table.Column<bool>(type: "boolean", nullable: false),
                    handedoverat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_verifiedtasks", x => x.id);
                    table.ForeignKey(
                        name: "fk_verifiedtasks_runs_runid",
                        column: x => x.runid,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "usagegrouprollups",
                columns: table => new
                {
                    groupid = table.Column<int>(type: "integer", nullable: false),
                    widthminutes = table.Column<int>(type: "integer", nullable: false),
                    bucket = table.Column<int>(type: "integer", nullable: false),
                    nodecoveredms = table.Column<int>(type: "integer", nullable: false),
                    cpucorems = table.Column<double>(type: "double precision", nullable: true),
                    memorybytems = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usagegrouprollups", x => new { x.groupid, x.widthminutes, x.bucket });
                    table.ForeignKey(
                        name: "fk_usagegrouprollups_usagegroups_groupid",
                        column: x => x.groupid,
                        principalTable: "usagegroups",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "usageminutes",
                columns: table => new
                {
                    seriesid = table.Column<int>(type: "integer", nullable: false),
                    minute = table.Column<int>(type: "integer", nullable: false),
                    coveredms = table.Column<int>(type: "integer", nullable: false),
                    cpucorems = table.Column<double>(type: "double precision", nullable: true),
                    cpumin = table.Column<double>(type: "double precision", nullable: true),
                    cpumax = table.Column<double>(type: "double precision", nullable: true),
                    memorybytems = table.Column<double>(type: "double precision", nullable: true),
                    memorymin = table.Column<long>(type: "bigint", nullable: true),
                    memorymax = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usageminutes", x => new { x.seriesid, x.minute });
                    table.ForeignKey(
                        name: "fk_usageminutes_usageseries_seriesid",
                        column: x => x.seriesid,
                        principalTable: "usageseries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "usagerollups",
                columns: table => new
                {
                    widthminutes = table.Column<int>(type: "integer", nullable: false),
                    seriesid = table.Column<int>(type: "integer", nullable: false),
                    bucket = table.Column<int>(type: "integer", nullable: false),
                    coveredms = table.Column<int>(type: "integer", nullable: false),
                    nodecoveredms = table.Column<int>(type: "integer", nullable: false),
                    cpucorems = table.Column<double>(type: "double precision", nullable: true),
                    memorybytems = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usagerollups", x => new { x.seriesid, x.widthminutes, x.bucket });
                    table.ForeignKey(
                        name: "fk_usagerollups_usageseries_seriesid",
                        column: x => x.seriesid,
                        principalTable: "usageseries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "usagesamples",
                columns: table => new
                {
                    seriesid = table.Column<int>(type: "integer", nullable: false),
                    endms = table.Column<long>(type: "bigint", nullable: false),
                    lengthms = table.Column<int>(type: "integer", nullable: false),
                    cpucores = table.Column<double>(type: "double precision", nullable: true),
                    memorybytes = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usagesamples", x => new { x.seriesid, x.endms });
                    table.ForeignKey(
                        name: "fk_usagesamples_usageseries_seriesid",
                        column: x => x.seriesid,
                        principalTable: "usageseries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_clusterleases_runid",
                table: "clusterleases",
                column: "runid");

            migrationBuilder.CreateIndex(
                name: "ix_decisions_name",
                table: "decisions",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_experiments_status",
                table: "experiments",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "ix_inventory_cluster_removedat",
                table: "inventory",
                columns: new[] { "cluster", "removedat" });

            migrationBuilder.CreateIndex(
                name: "ix_inventory_runid_cluster_apiversion_kind_namespace_name",
                table: "inventory",
                columns: new[] { "runid", "cluster", "apiversion", "kind", "namespace", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_planitems_runid_stepid",
                table: "planitems",
                columns: new[] { "runid", "stepid" });

            migrationBuilder.CreateIndex(
                name: "ix_roadmapbatches_undoes",
                table: "roadmapbatches",
                column: "undoes");

            migrationBuilder.CreateIndex(
                name: "ix_roadmapstates_batchid",
                table: "roadmapstates",
                column: "batchid");

            migrationBuilder.CreateIndex(
                name: "ix_roadmapstates_taskid_id",
                table: "roadmapstates",
                columns: new[] { "taskid", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_runs_scenario_id",
                table: "runs",
                columns: new[] { "scenario", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_runs_status",
                table: "runs",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "ix_usagegroups_cluster_source_origin_scope_node_class_mesh",
                table: "usagegroups",
                columns: new[] { "cluster", "source", "origin", "scope", "node", "class", "mesh" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_usageseries_cluster_lastat",
                table: "usageseries",
                columns: new[] { "cluster", "lastat" });

            migrationBuilder.CreateIndex(
                name: "ix_usageseries_cluster_source_origin_node_poduid_container",
                table: "usageseries",
                columns: new[] { "cluster", "source", "origin", "node", "poduid", "container" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_verifiedtasks_handedoverat",
                table: "verifiedtasks",
                column: "handedoverat");

            migrationBuilder.CreateIndex(
                name: "ix_verifiedtasks_runid",
                table: "verifiedtasks",
                column: "runid");

            migrationBuilder.Sql("""
                CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'the audit log is append-only';
                END $$;
                CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "clusterleases");

            migrationBuilder.DropTable(
                name: "dataprotectionkeys");

            migrationBuilder.DropTable(
                name: "decisions");

            migrationBuilder.DropTable(
                name: "evidence");

            migrationBuilder.DropTable(
                name: "experimentstages");

            migrationBuilder.DropTable(
                name: "experimenttrials");

            migrationBuilder.DropTable(
                name: "inventory");

            migrationBuilder.DropTable(
                name: "planitems");

            migrationBuilder.DropTable(
                name: "pricebooks");

            migrationBuilder.DropTable(
                name: "processes");

            migrationBuilder.DropTable(
                name: "processroles");

            migrationBuilder.DropTable(
                name: "roadmapstates");

            migrationBuilder.DropTable(
                name: "runloglines");

            migrationBuilder.DropTable(
                name: "runsteps");

            migrationBuilder.DropTable(
                name: "samplingsettings");

            migrationBuilder.DropTable(
                name: "stepattempts");

            migrationBuilder.DropTable(
                name: "stepoutputs");

            migrationBuilder.DropTable(
                name: "usagegrouprollups");

            migrationBuilder.DropTable(
                name: "usageminutes");

            migrationBuilder.DropTable(
                name: "usageminutesuntil");

            migrationBuilder.DropTable(
                name: "usagerollups");

            migrationBuilder.DropTable(
                name: "usagesamples");

            migrationBuilder.DropTable(
                name: "verifiedtasks");

            migrationBuilder.DropTable(
                name: "experiments");

            migrationBuilder.DropTable(
                name: "roadmapbatches");

            migrationBuilder.DropTable(
                name: "usagegroups");

            migrationBuilder.DropTable(
                name: "usageseries");

            migrationBuilder.DropTable(
                name: "runs");

            migrationBuilder.Sql("DROP FUNCTION audit_refuse();");
        }
    }
}
