using MeshLab.Core.Storage;
using Xunit;

namespace MeshLab.Tests.Storage;

public sealed class DatabaseSettingsTests
{
    [Theory]
    [InlineData("", DatabaseProvider.Sqlite, "/data/meshlab.db")]
    [InlineData("Data Source=/srv/lab.db", DatabaseProvider.Sqlite, "/srv/lab.db")]
    [InlineData("Filename=/srv/lab.db", DatabaseProvider.Sqlite, "/srv/lab.db")]
    [InlineData("Host=db;Database=lab;Username=me;Password=hidden", DatabaseProvider.PostgreSql, "lab on db:5432")]
    [InlineData("server=db; port=6432; database=lab", DatabaseProvider.PostgreSql, "lab on db:6432")]
    public void Settings_OfEitherKind_AreTold(string text, DatabaseProvider provider, string name)
    {
        var settings = new DatabaseSettings(text, "/data/meshlab.db");

        Assert.Equal((provider, name), (settings.Provider, settings.Name));
    }

    [Theory]
    [InlineData("postgres://me@db/lab", "is a URL")]
    [InlineData("postgresql://me@db/lab", "is a URL")]
    [InlineData("mysql://me@db/lab?tls=true", "is a URL")]
    [InlineData("Server=db;Initial Catalog=lab;Integrated Security=true", "Initial Catalog")]
    [InlineData("meshlab.db", "is no connection string")]
    [InlineData("Host=db", "no Database")]
    [InlineData("Host=db;Database=lab;Colour=blue", "Colour")]
    [InlineData("Host=db;Data Source=lab.db", "both a host and a file")]
    [InlineData("Username=me", "neither a host nor a file")]
    [InlineData("Data Source=lab.db;Colour=blue", "Colour")]
    public void Settings_OfNoKind_SayWhatIsWrongAndWhatIsRight(string text, string part)
    {
        var refused = Assert.Throws<StorageException>(() => new DatabaseSettings(text, "/data/meshlab.db"));

        Assert.Contains(part, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Host=db.example;Database=meshlab", refused.Message);
    }
}
