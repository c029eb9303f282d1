// Command pager lists all users with the official client, page after page, for
// comparison. Its arguments are the endpoint, the subscription, the resource
// group and the service.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"log"
	"os"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	apim "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"
)

type token struct{}

func (token) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: os.Getenv("APIMTUI_ACCESS_TOKEN"), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func main() {
	flag.Parse()
	options := &arm.ClientOptions{DisableRPRegistration: true}
	options.InsecureAllowCredentialWithHTTP = true
	options.Cloud = cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
		cloud.ResourceManager: {Endpoint: flag.Arg(0), Audience: flag.Arg(0)},
	}}
	client, err := apim.NewUserClient(flag.Arg(1), token{}, options)
	if err != nil {
		log.Fatal(err)
	}
	out := json.NewEncoder(os.Stdout)
	for pager := client.NewListByServicePager(flag.Arg(2), flag.Arg(3), nil); pager.More(); {
		page, err := pager.NextPage(context.Background())
		if err != nil {
			log.Fatal(err)
		}
		if err := out.Encode(page.Value); err != nil {
			log.Fatal(err)
		}
	}
}
