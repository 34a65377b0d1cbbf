using MeshLab.Core.Clusters;
using Xunit;

namespace MeshLab.Tests.Clusters;

public sealed class ClusterCatalogueTests : IDisposable
{
    private readonly TestCatalogue _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Clusters_ConfiguredFile_WinsOverVariableAndHome()
    {
        var set = _files.Write("set", TestCatalogue.Kubeconfig("set"));
        var variable = _files.Write("variable", TestCatalogue.Kubeconfig("variable"));
        _files.Write("home/.kube/config", TestCatalogue.Kubeconfig("home"));

        Assert.Equal("set", Assert.Single(_files.Create(set, variable).Clusters).Name);
        Assert.Equal("variable", Assert.Single(_files.Create("", variable).Clusters).Name);
        Assert.Equal("home", Assert.Single(_files.Create().Clusters).Name);
    }

    [Fact]
    public void Clusters_NoFiles_NoClustersAndNoProblem()
    {
        var catalogue = _files.Create();

        Assert.Empty(catalogue.Clusters);
        Assert.Empty(catalogue.Problems);
    }

    [Fact]
    public void Clusters_SeveralFiles_FirstDefinitionOfAnythingWins()
    {
        var first = _files.Write("first", """
            contexts: [{name: shared, context: {cluster: c, user: u, namespace: team}}]
            clusters: [{name: c, cluster: {server: 'https://first:6443'}}]
            """);
        var second = _files.Write("second", """
            contexts: [{name: shared, context: {cluster: other}}, {name: more, context: {cluster: c}}]
            clusters: [{name: c, cluster: {server: 'https://second:6443'}}, {name: other, cluster: {server: 'https://other:6443'}}]
            users: [{name: u, user: {token: abc}}]
            """);
        var catalogue = _files.Create(variable: $"{first}{Path.PathSeparator}{second}");

        Assert.Empty(catalogue.Problems);
        Assert.Equal(["shared", "more"], catalogue.Clusters.Select(one => one.Name));
        Assert.All(catalogue.Clusters, one => Assert.Equal("first", one.Server.Host));
        Assert.Equal($"{first}{Path.PathSeparator}{second}", catalogue.Find("shared")!.KubeconfigPath);
        Assert.Equal("team", catalogue.Connect("shared").DefaultNamespace);
    }

    [Fact]
    public void Clusters_InAPodWithoutFiles_IsTheClusterAround()
    {
        using var certificates = new TestCertificates();
        _files.Write("serviceaccount/token", "secret");
        _files.Write("serviceaccount/ca.crt", certificates.AuthorityPem);
        _files.Write("serviceaccount/namespace", "meshlab\n");
        var catalogue = _files.Create(inPod: true);

        var cluster = Assert.Single(catalogue.Clusters);
        Assert.Equal(new TargetCluster("in-cluster", ClusterKind.InCluster, null, null, new Uri("https://10.0.0.1/")), cluster);
        Assert.Equal("meshlab", catalogue.Connect("in-cluster").DefaultNamespace);
    }

    [Fact]
    public void Problems_InAPodWithoutToken_SaysHowToGetOne()
    {
        var problem = Assert.Single(_files.Create(inPod: true).Problems);

        Assert.Contains("automountServiceAccountToken", problem.Message);
    }

    [Fact]
    public void Clusters_DemoFile_IsSimulatedAndKeepsItsNamesFromOthers()
    {
        _files.Write("demo-kubeconfig.yaml", TestCatalogue.Kubeconfig("demo", "http://127.0.0.1:5081/clusters/demo", user: "{}"));
        var own = _files.Write("own", TestCatalogue.Kubeconfig("demo"));
        var catalogue = _files.Create(own, demo: true);

        Assert.Equal(["demo@own", "demo"], catalogue.Clusters.Select(one => one.Name));
        Assert.Equal(ClusterKind.Kubeconfig, catalogue.Find("demo@own")!.Kind);
        Assert.Equal("demo", catalogue.Find("demo@own")!.Context);
        Assert.True(catalogue.Find("demo")!.IsSimulated);
    }

    [Fact]
    public void Clusters_DemoFileInTheVariableToo_IsThereOnce()
    {
        var demo = _files.Write("demo-kubeconfig.yaml", TestCatalogue.Kubeconfig("demo", user: "{}"));

        Assert.True(Assert.Single(_files.Create(variable: demo, demo: true).Clusters).IsSimulated);
    }

    [Fact]
    public void Clusters_DemoSwitchedOff_LeftOverFileIsIgnored()
    {
        _files.Write("demo-kubeconfig.yaml", TestCatalogue.Kubeconfig("demo", user: "{}"));

        Assert.Empty(_files.Create().Clusters);
    }

    [Fact]
    public void Clusters_FileChanged_AreReadAgainAndTold()
    {
        var file = _files.Write("config", TestCatalogue.Kubeconfig("one"));
        var catalogue = _files.Create(file);
        var told = 0;
        using var listening = _files.Changes.Subscribe<ClustersChanged>(_ => told++);
        var client = catalogue.Connect("one");

        _files.Write("config", TestCatalogue.Kubeconfig("one") + "\n# a comment\n");
        var same = catalogue.Connect("one");
        _files.Write("config", TestCatalogue.Kubeconfig("one", "https://elsewhere:6443"));
        var other = catalogue.Connect("one");
        File.Delete(file);

        Assert.Same(client, same);
        Assert.NotSame(client, other);
        Assert.Equal("elsewhere", other.Cluster.Server.Host);
        Assert.Empty(catalogue.Clusters);
        Assert.Contains("does not exist", Assert.Single(catalogue.Problems).Message);
        Assert.Equal(3, told);
    }

    [Fact]
    public void Problems_CertificateFilePutInPlace_GoAway()
    {
        using var certificates = new TestCertificates();
        var catalogue = _files.Create(_files.Write("config", TestCatalogue.Kubeconfig("one", cluster: "certificate-authority: ca.pem")));
        var before = catalogue.Problems;

        _files.Write("ca.pem", certificates.AuthorityPem);

        Assert.Contains(_files.PathOf("ca.pem"), Assert.Single(before).Message);
        Assert.Empty(catalogue.Problems);
        Assert.NotNull(catalogue.Find("one"));
    }

    [Fact]
    public void Connect_UnknownCluster_NamesTheKnownOnes()
    {
        var catalogue = _files.Create(_files.Write("config", TestCatalogue.Kubeconfig("one")));

        var error = Assert.Throws<ClusterException>(() => catalogue.Connect("two"));

        Assert.Contains("two", error.Message);
        Assert.Contains("one", error.Message);
    }

    [Fact]
    public void Connect_BrokenContext_SaysWhatIsWrongWithIt()
    {
        var file = _files.Write("config", TestCatalogue.Kubeconfig("one", user: "tokenFile: /no/such/token"));

        var error = Assert.Throws<ClusterException>(() => _files.Create(file).Connect("one"));

        Assert.Contains(file, error.Message);
        Assert.Contains("/no/such/token", error.Message);
    }

    [Fact]
    public async Task Probe_NothingListens_TellsWithoutThrowing()
    {
        var catalogue = _files.Create(_files.Write("config", TestCatalogue.Kubeconfig("one", "http://127.0.0.1:1")));

        var status = await catalogue.ProbeAsync("one", TestContext.Current.CancellationToken);

        Assert.False(status.Reachable);
        Assert.Contains("nothing answers at http://127.0.0.1:1", status.Error);
    }
}
