using System.Text;
using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Roadmap;
using MeshLab.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Tests.Roadmap;

/// <summary>The roadmap over real files and a real database, each in a folder of its own.</summary>
public sealed class TestRoadmap : IAsyncDisposable
{
    private TestRoadmap(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public string Folder => Path.Combine(Database.Folder, "roadmap");

    public RoadmapService Service => Database.Services.GetRequiredService<RoadmapService>();

    public RoadmapCatalogue Catalogue => Database.Services.GetRequiredService<RoadmapCatalogue>();

    public ChangeFeed Changes => Database.Services.GetRequiredService<ChangeFeed>();

    public static async Task<TestRoadmap> CreateAsync(params (string File, string Markdown)[] files)
    {
        var database = await TestDatabase.CreateAsync(services =>
        {
            services.AddRoadmap();
            services.AddOptions<MeshLabOptions>().Configure(options => options.RoadmapDirectory = Path.Combine(options.DataDirectory, "roadmap"));
        });
        var roadmap = new TestRoadmap(database);
        if (files.Length > 0)
        {
            Directory.CreateDirectory(roadmap.Folder);
        }

        foreach (var (file, markdown) in files)
        {
            roadmap.Write(file, markdown);
        }

        return roadmap;
    }

    /// <summary>The lab's own roadmap.</summary>
    public static async Task<TestRoadmap> Phase9Async() => await CreateAsync(("phase-9.md", await File.ReadAllTextAsync(Repository.PathTo("docs", "roadmap", "phase-9.md"))));

    public void Write(string file, string markdown) => File.WriteAllBytes(Path.Combine(Folder, file), Encoding.UTF8.GetBytes(markdown));

    public async Task<RoadmapTask> TaskAsync(string id) => (await TasksAsync()).Single(task => task.Id == id);

    public async Task<IReadOnlyList<RoadmapTask>> TasksAsync() => [.. (await Service.GetAsync(default)).SelectMany(section => section.Tasks).SelectMany(task => task.Everything())];

    public async Task<string> ExportAsync() => Encoding.UTF8.GetString((await Service.ExportAsync(default)).Single().Content);

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
