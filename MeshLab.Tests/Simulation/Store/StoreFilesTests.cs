using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MeshLab.Tests.Simulation.Store;

public sealed class StoreFilesTests : IDisposable
{
    private static readonly ObjectKey Key = new("", "configmaps", "default", "one");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meshlab-store-");

    private string FilePath => Path.Combine(_folder.FullName, "demo-cluster.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_AfterWrite_HasTheObjectsAndGoesOnCounting()
    {
        long version;
        using (var files = Open())
        {
            Put(files, "first");
            version = files.Stores["demo"].Version;
        }

        using var again = Open();
        Put(again, "second");

        Assert.True(again.Stores["demo"].Version > version);
        Assert.True(again.Stores["east"].IsEmpty);
        Assert.Equal("second", again.Stores["demo"].Get(Key)!["data"]!["a"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("this is no database at all, but long enough to be looked at as if it were one")]
    [InlineData("SQLite format 3\0 and then nothing that belongs there")]
    public void Open_FileThatIsNoState_IsSetAsideAndStartsEmpty(string content)
    {
        File.WriteAllText(FilePath, content);
        using var files = Open();
        Put(files, "fresh");

        var aside = Assert.Single(_folder.GetFiles("*.unreadable-*"));
        Assert.Equal(content, File.ReadAllText(aside.FullName));
        Assert.Equal("fresh", files.Stores["demo"].Get(Key)!["data"]!["a"]!.GetValue<string>());
    }

    [Fact]
    public void Open_ObjectThatIsNoJson_IsSetAside()
    {
        using (var files = Open())
        {
            Put(files, "first");
        }

        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={FilePath};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE objects SET body = '{half an obj'";
            command.ExecuteNonQuery();
        }

        using var again = Open();

        Assert.True(again.Stores["demo"].IsEmpty);
        Assert.Contains(_folder.GetFiles(), one => one.Name.Contains("unreadable", StringComparison.Ordinal));
    }

    private StoreFiles Open() => StoreFiles.Open(FilePath, ["demo", "east"], TimeProvider.System, NullLogger.Instance);

    private static void Put(StoreFiles files, string value) => files.Stores["demo"].Change(Key, _ => new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = "one", ["namespace"] = "default" },
        ["data"] = new JsonObject { ["a"] = value },
    });
}
